using Microsoft.Extensions.Logging;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Proxy;

/// <summary>What the proxy says in the log; never a header or a body.</summary>
internal static partial class ProxyLog
{
    [LoggerMessage(1, LogLevel.Warning, "A request failed ({Kind}) at {Provider}: {Reason}")]
    public static partial void RequestFailed(ILogger logger, ErrorKind kind, string provider, string reason);

    [LoggerMessage(2, LogLevel.Error, "A request failed by a fault of the proxy.")]
    public static partial void InternalError(ILogger logger, Exception exception);
}
