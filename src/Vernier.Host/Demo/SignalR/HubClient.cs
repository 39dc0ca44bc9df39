using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Vernier.Host.Demo.SignalR;

/// <summary>
/// A small client of SignalR's JSON protocol (aspnetcore/src/SignalR/docs/specs/HubProtocol.md): invocations in both directions and results of
/// the client. One reader at a time; sends are serialized.
/// </summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';

    private readonly IHubTransport _transport;
    private readonly SemaphoreSlim _sending = new(1);

    private HubClient(IHubTransport transport) => _transport = transport;

    /// <summary>Performs the handshake. The client owns the transport.</summary>
    /// <exception cref="HttpRequestException">The server refused the handshake or closed the connection.</exception>
    public static async Task<HubClient> StartAsync(IHubTransport transport, CancellationToken cancellation)
    {
        var client = new HubClient(transport);
        try
        {
            await client.WriteAsync(new { protocol = "json", version = 1 }, cancellation).ConfigureAwait(false);
            string? response;
            do
                response = await transport.ReceiveAsync(cancellation).ConfigureAwait(false);
            while (response is "");
            // Messages can follow the handshake response in the same text.
            var end = response?.IndexOf(RecordSeparator, StringComparison.Ordinal) ?? -1;
            if (end < 0 || JsonSerializer.Deserialize<JsonElement>(response![..end]).TryGetProperty("error", out _))
                throw new HttpRequestException($"The hub refused the handshake: {response ?? "connection closed"}");
            client.Received = response[(end + 1)..];
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private string Received { get; set; } = "";

    /// <summary>Returns the invocations of the server until the connection is closed.</summary>
    public async IAsyncEnumerable<HubInvocation> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var text = Received; text is not null; text = await _transport.ReceiveAsync(cancellation).ConfigureAwait(false))
        {
            foreach (var record in text.Split(RecordSeparator, StringSplitOptions.RemoveEmptyEntries))
            {
                var message = JsonSerializer.Deserialize<JsonElement>(record);
                switch ((HubMessageType)message.GetProperty("type").GetInt32())
                {
                    case HubMessageType.Invocation:
                        yield return new HubInvocation(
                            message.GetProperty("target").GetString()!, message.GetProperty("arguments"),
                            message.TryGetProperty("invocationId", out var id) ? id.GetString() : null);
                        break;
                    case HubMessageType.Close:
                        yield break;
                }
            }
        }
    }

    /// <summary>Invokes a method of the hub without waiting for a result.</summary>
    public Task SendAsync(string target, IReadOnlyList<object?> arguments, CancellationToken cancellation) =>
        WriteAsync(new { type = (int)HubMessageType.Invocation, target, arguments }, cancellation);

    /// <summary>Returns the result that the server waits for.</summary>
    public Task ReturnAsync(string invocationId, object? result, CancellationToken cancellation) =>
        WriteAsync(new { type = (int)HubMessageType.Completion, invocationId, result }, cancellation);

    /// <summary>Ends the connection like a network failure.</summary>
    public void Drop() => _transport.Drop();

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync().ConfigureAwait(false);
        _sending.Dispose();
    }

    private async Task WriteAsync(object message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _transport.SendAsync(JsonSerializer.Serialize(message) + RecordSeparator, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private enum HubMessageType
    {
        Invocation = 1,
        Completion = 3,
        Close = 7,
    }
}

/// <summary>A method of the client that the server calls.</summary>
/// <param name="Target">The name of the method.</param>
/// <param name="Arguments">A JSON array.</param>
/// <param name="Id">Identifies the call if the server waits for a result; null otherwise.</param>
internal sealed record HubInvocation(string Target, JsonElement Arguments, string? Id);
