using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Proxy;

/// <summary>A request fails for a reason that has a kind; the message is for the client.</summary>
internal sealed class ProxyException(ErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public ErrorKind Kind { get; } = kind;
}
