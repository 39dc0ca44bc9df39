using Vernier.CcProxy.Api;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.Host.Demo.LocalProvider;

/// <summary>
/// The models of the local provider. They are not language models: every response is the same sentence, and the prices are made up. Two models work,
/// the others fail, each in its own way.
/// </summary>
internal static class LocalModels
{
    public const string Small = "local-small";
    public const string Large = "local-large";

    /// <summary>Responds with 500.</summary>
    public const string Error = "local-error";

    /// <summary>Responds with 429.</summary>
    public const string RateLimit = "local-rate-limit";

    /// <summary>Closes the connection in the middle of its response.</summary>
    public const string Cut = "local-cut";

    /// <summary>Responds slowly and with 500 in alternate periods of 40 seconds, and works in the others.</summary>
    public const string Unstable = "local-unstable";

    /// <summary>Gets the prices in US dollars per million tokens.</summary>
    public static IReadOnlyList<PriceOptions> Prices { get; } =
    [
        new() { Model = Small, Input = 1, Output = 5, CacheRead = 0.1, CacheWrite = 1.25 },
        new() { Model = Large, Input = 5, Output = 25, CacheRead = 0.5, CacheWrite = 6.25 },
    ];

    /// <summary>Returns one provider per API, both at the same address.</summary>
    public static IReadOnlyList<ProviderOptions> Providers(Uri address) =>
        [Provider("local-anthropic", ApiShape.Anthropic, address), Provider("local-openai", ApiShape.OpenAi, address)];

    private static ProviderOptions Provider(string name, ApiShape api, Uri address) =>
        new() { Name = name, Api = api, Url = address, Models = [Small, Large, "local-*"] };
}
