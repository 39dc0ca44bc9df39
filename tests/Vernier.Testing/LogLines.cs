using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Vernier.Testing;

/// <summary>Records log entries as <c>Level Category: text</c>, followed by the exception.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Of(string category) => [.. _lines.Where(line => line.Split(' ')[1].StartsWith(category, StringComparison.Ordinal))];

    public override string ToString() => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Logger(_lines, categoryName);

    public void Dispose()
    {
        // The recorded lines remain readable.
    }

    private sealed class Logger(ConcurrentQueue<string> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}".TrimEnd());
    }
}
