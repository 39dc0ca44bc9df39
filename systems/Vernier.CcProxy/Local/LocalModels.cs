using Vernier.CcProxy.Api;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy.Local;

/// <summary>
/// The models of the provider inside the process. They are no language models: each answer is the same sentence, and the prices are made up. Beside
/// the two that work there are some that fail, each in its own way.
/// </summary>
internal static class LocalModels
{
    public const string Small = "local-small";
    public const string Large = "local-large";

    /// <summary>Answers with 500.</summary>
    public const string Error = "local-error";

    /// <summary>Answers with 429.</summary>
    public const string RateLimit = "local-rate-limit";

    /// <summary>Breaks off in the middle of its answer.</summary>
    public const string Cut = "local-cut";

    public static IReadOnlyList<ProviderOptions> Providers { get; } = [Provider("local-anthropic", ApiShape.Anthropic), Provider("local-openai", ApiShape.OpenAi)];

    /// <summary>In US dollars for a million tokens, like all prices; nobody pays them.</summary>
    public static IReadOnlyList<PriceOptions> Prices { get; } =
    [
        new() { Model = Small, Input = 1, Output = 5, CacheRead = 0.1, CacheWrite = 1.25 },
        new() { Model = Large, Input = 5, Output = 25, CacheRead = 0.5, CacheWrite = 6.25 },
    ];

    private static ProviderOptions Provider(string name, ApiShape api) => new() { Name = name, Api = api, Models = [Small, Large, "local-*"] };
}
