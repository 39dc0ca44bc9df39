using Microsoft.Extensions.Logging;

namespace Vernier.AspNetCore.Server;

internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Metrics are available at {Url}")]
    public static partial void Listening(ILogger logger, Uri url);
}
