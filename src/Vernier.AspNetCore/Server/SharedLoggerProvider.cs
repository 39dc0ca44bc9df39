using Microsoft.Extensions.Logging;

namespace Vernier.AspNetCore.Server;

/// <summary>Lets the web application of the server log to the logger factory of the surrounding application.</summary>
internal sealed class SharedLoggerProvider(ILoggerFactory factory) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => factory.CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory belongs to the application.
    }
}
