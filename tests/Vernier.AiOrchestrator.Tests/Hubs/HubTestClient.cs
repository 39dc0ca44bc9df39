using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

/// <summary>A client of the hub that speaks SignalR's JSON protocol. It keeps what the server sends.</summary>
internal sealed class HubTestClient : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int Close = 7;

    private readonly IHubLine _line;
    private readonly Task _reading;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _pending = [];
    private readonly ConcurrentQueue<JsonElement> _events = [];
    private readonly ConcurrentDictionary<string, JsonElement> _latest = [];
    private int _invocations;
    private int _pings;
    private string? _lastPing;
    private bool _isDisposed;

    private HubTestClient(IHubLine line, bool acknowledges, PingResponse ping)
    {
        _line = line;
        Acknowledges = acknowledges;
        Ping = ping;
        _reading = Task.Run(ReadAsync);
    }

    public bool Acknowledges { get; }

    public PingResponse Ping { get; }

    /// <summary>How often the server has measured the round-trip time.</summary>
    public int PingCount => Volatile.Read(ref _pings);

    public IReadOnlyList<JsonElement> Events => [.. _events];

    public IReadOnlyList<long> Sequences => [.. _events.Select(item => item.GetProperty("sequence").GetInt64())];

    public string SessionId => Message("session").GetProperty("sessionId").GetString()!;

    /// <summary>The error of the close message of SignalR; null if there was none.</summary>
    public string? CloseError { get; private set; }

    /// <summary>Ends with the connection.</summary>
    public Task Ended => _reading.WithTimeout();

    public static async Task<HubTestClient> StartAsync(IHubLine line, bool acknowledges = true, PingResponse ping = PingResponse.Result)
    {
        await line.SendAsync("""{"protocol":"json","version":1}""" + RecordSeparator);
        return new HubTestClient(line, acknowledges, ping);
    }

    /// <summary>Whether the server has invoked a method, other than event.</summary>
    public bool Has(string target) => _latest.ContainsKey(target);

    /// <summary>The argument of the last invocation of a method.</summary>
    public JsonElement Message(string target) => _latest[target];

    public async Task<JsonElement> WaitForAsync(string target)
    {
        await Waiting.UntilAsync(() => Has(target), target);
        return Message(target);
    }

    public Task WaitForEventsAsync(int count) => Waiting.UntilAsync(() => _events.Count >= count, $"{count} events");

    /// <summary>Returns the result of the last ping.</summary>
    public Task RespondToPingAsync() => WriteAsync(new { type = Completion, invocationId = _lastPing, result = 1 });

    /// <summary>Invokes a method of the hub and returns its result.</summary>
    /// <exception cref="InvalidOperationException">The server returned an error.</exception>
    public Task<JsonElement> InvokeAsync(string target, params object?[] arguments) => InvokeJsonAsync(target, JsonSerializer.Serialize(arguments));

    /// <summary>Invokes a method of the hub with a JSON array of arguments.</summary>
    /// <exception cref="InvalidOperationException">The server returned an error.</exception>
    public async Task<JsonElement> InvokeJsonAsync(string target, string arguments)
    {
        var id = $"{Interlocked.Increment(ref _invocations)}";
        var completion = _pending[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(new { type = Invocation, invocationId = id, target, arguments = JsonElement.Parse(arguments) });
        return await completion.Task.WithTimeout();
    }

    public Task SendTextAsync(string text) => _line.SendAsync(text);

    public void Drop() => _line.Drop();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _line.Drop();
        await _reading.WithTimeout();
        await _line.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        while (await _line.ReceiveAsync() is { } text)
        {
            foreach (var record in text.Split(RecordSeparator, StringSplitOptions.RemoveEmptyEntries))
                await ProcessAsync(JsonElement.Parse(record));
        }
        foreach (var pending in _pending.Values)
            pending.TrySetException(new InvalidOperationException("The connection is closed."));
    }

    private async Task ProcessAsync(JsonElement message)
    {
        var type = message.TryGetProperty("type", out var number) ? number.GetInt32() : 0;
        if (type == Invocation)
            await InvokedAsync(message);
        else if (type == Completion && _pending.TryRemove(message.GetProperty("invocationId").GetString()!, out var pending))
            Complete(pending, message);
        else if (type == Close && message.TryGetProperty("error", out var error))
            CloseError = error.GetString();
    }

    private async Task InvokedAsync(JsonElement message)
    {
        var target = message.GetProperty("target").GetString()!;
        var arguments = message.GetProperty("arguments");
        if (target == "event")
        {
            _events.Enqueue(arguments[0]);
            if (Acknowledges)
                await WriteAsync(new { type = Invocation, target = "Ack", arguments = new[] { arguments[0].GetProperty("sequence").GetInt64() } });
        }
        else if (target == "ping")
        {
            _lastPing = message.GetProperty("invocationId").GetString();
            Interlocked.Increment(ref _pings);
            var response = new JsonObject { ["type"] = Completion, ["invocationId"] = _lastPing };
            if (Ping == PingResponse.Result)
                response["result"] = 1;
            else
                response["error"] = "Client didn't provide a result.";
            if (Ping != PingResponse.None)
                await WriteAsync(response);
        }
        else
        {
            _latest[target] = arguments[0];
        }
    }

    private static void Complete(TaskCompletionSource<JsonElement> pending, JsonElement message)
    {
        if (message.TryGetProperty("error", out var error))
            pending.SetException(new InvalidOperationException(error.GetString()));
        else
            pending.SetResult(message.TryGetProperty("result", out var result) ? result : default);
    }

    private async Task WriteAsync(object message)
    {
        try
        {
            await _line.SendAsync(JsonSerializer.Serialize(message) + RecordSeparator);
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or ObjectDisposedException or HttpRequestException or OperationCanceledException)
        {
            // The connection is lost, which the reader notices too.
        }
    }
}

/// <summary>How a client responds when the server measures the round-trip time.</summary>
internal enum PingResponse
{
    Result,

    /// <summary>An error, like the JavaScript client without the method.</summary>
    Error,
    None,
}
