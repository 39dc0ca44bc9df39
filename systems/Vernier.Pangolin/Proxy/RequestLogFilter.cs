using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vernier.Pangolin.Proxy;

/// <summary>
/// Keeps the server of the proxy from logging each request with its address: addresses can contain access tokens and codes, also those of backends.
/// Thread-safe.
/// </summary>
internal sealed class RequestLogFilter(ILoggerFactory loggers) : ILoggerFactory
{
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public ILogger CreateLogger(string categoryName) => categoryName == Requests ? NullLogger.Instance : loggers.CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory belongs to the application.
    }
}
