using Microsoft.Extensions.Logging;

namespace Vernier.CcProxy.Providers;

/// <summary>What is said of providers in the log; never their keys.</summary>
internal static partial class ProviderLog
{
    [LoggerMessage(1, LogLevel.Warning, "The provider {Provider} does not answer health checks.")]
    public static partial void Unhealthy(ILogger logger, Exception exception, string provider);

    [LoggerMessage(2, LogLevel.Information, "The provider {Provider} answers health checks again.")]
    public static partial void HealthyAgain(ILogger logger, string provider);
}
