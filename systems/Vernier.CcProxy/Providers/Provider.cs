using System.Collections.Frozen;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Providers;

/// <summary>A configured provider with its connections and its pool of clients. Thread-safe.</summary>
internal sealed class Provider : IDisposable
{
    // Usage cannot be read from compressed responses.
    private static readonly FrozenSet<string> ExcludedHeaders = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Accept-Encoding");

    private static readonly FrozenSet<string> ExcludedHeadersAndCredentials =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Accept-Encoding", "Authorization", "X-Api-Key");

    public Provider(ProviderOptions options, PoolOptions pool, HookBus bus, TimeProvider time)
    {
        Options = options;
        var url = options.Url!;
        Address = url.AbsoluteUri.TrimEnd('/');
        Forwarding = new ForwarderOptions
        {
            ActivityTimeout = options.Timeout,
            ExcludedRequestHeaders = options.ApiKey is null ? ExcludedHeaders : ExcludedHeadersAndCredentials,

            // The request body is complete before it is sent.
            AllowDuplex = true,
        };
        Connections = new HttpMessageInvoker(ProviderConnections.CreateHandler(bus, pool, usesSystemProxy: !url.IsLoopback));
        Pool = new ClientPool(bus, pool, time);
    }

    public ProviderOptions Options { get; }

    public string Name => Options.Name;

    /// <summary>Gets the address without a trailing slash.</summary>
    public string Address { get; }

    public ForwarderOptions Forwarding { get; }

    public HttpMessageInvoker Connections { get; }

    public ClientPool Pool { get; }

    /// <summary>Returns how specifically the configuration assigns the model to this provider; 0 if it does not.</summary>
    public int MatchOf(string model) =>
        Options.Models.Count == 0 ? 1
        : Options.Models.Where(p => ModelPattern.Matches(p, model)).Select(p => 1 + ModelPattern.Specificity(p) / 2).DefaultIfEmpty().Max();

    /// <summary>Adds the provider's key, if one is configured; the client's credentials are then not forwarded.</summary>
    public void AddCredentials(HttpRequestMessage request)
    {
        if (Options.ApiKey is not { } key)
            return;
        if (Options.Api == ApiShape.Anthropic)
            request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        else
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
    }

    public void Dispose()
    {
        Pool.Dispose();
        Connections.Dispose();
    }
}
