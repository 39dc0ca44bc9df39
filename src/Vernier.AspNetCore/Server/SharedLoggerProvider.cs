using Microsoft.Extensions.Logging;

namespace Vernier.AspNetCore.Server;

/// <summary>Lets the server's own small application log into the loggers of the application that it belongs to.</summary>
internal sealed class SharedLoggerProvider(ILoggerFactory factory) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => factory.CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory belongs to the application.
    }
}
