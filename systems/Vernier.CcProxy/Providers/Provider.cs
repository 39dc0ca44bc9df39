using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;

namespace Vernier.CcProxy.Providers;

/// <summary>A configured provider with its pool of clients.</summary>
internal sealed class Provider : IDisposable
{
    private readonly Func<Uri> _address;

    public Provider(ProviderOptions options, Func<Uri> address, PoolOptions pool, HookBus bus, TimeProvider time)
    {
        Options = options;
        _address = address;

        // The machine's HTTP proxy is for the world outside.
        var isOutside = options.Url is { IsLoopback: false };
        Pool = new ClientPool(bus, pool, time, throughProxy: isOutside);
    }

    public ProviderOptions Options { get; }

    public string Name => Options.Name;

    public ClientPool Pool { get; }

    public TimeSpan Timeout => Options.Timeout;

    /// <summary>The address without a slash at its end.</summary>
    public string Address => _address().AbsoluteUri.TrimEnd('/');

    /// <summary>How closely it claims a model: 0 for not at all.</summary>
    public int ClaimOf(string model) =>
        Options.Models.Count == 0 ? 1
        : Options.Models.Where(p => ModelPattern.Matches(p, model)).Select(p => 1 + ModelPattern.Closeness(p) / 2).DefaultIfEmpty().Max();

    public void Dispose() => Pool.Dispose();
}
