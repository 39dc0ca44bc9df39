using Microsoft.AspNetCore.SignalR;
using Vernier.AiOrchestrator.Identity;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>An open connection of a client. Thread-safe.</summary>
internal sealed class HubConnection(HubCallerContext context, ISingleClientProxy client, Caller caller, HubSession session, MessageQueue queue)
{
    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(2);

    private int _isClosing;

    public string Id => context.ConnectionId;

    public Caller Caller { get; } = caller;

    public HubSession Session { get; } = session;

    public MessageQueue Queue { get; } = queue;

    /// <summary>Whether the session continues an earlier one.</summary>
    public bool IsResumed { get; init; }

    public bool IsLongPolling { get; init; }

    /// <summary>Invokes methods of the client.</summary>
    public ISingleClientProxy Client { get; } = client;

    /// <summary>Canceled when the connection has ended.</summary>
    public CancellationToken Ended { get; } = context.ConnectionAborted;

    /// <summary>Sends the reason to the client and closes the connection. Returns at once; later calls are ignored.</summary>
    public void Close(string reason)
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
            _ = CloseAsync(reason);
    }

    private async Task CloseAsync(string reason)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Ended);
        timeout.CancelAfter(ClosingTimeout);
        try
        {
            await Client.SendAsync(HubMessages.Closing, new ClosingMessage(reason), timeout.Token).WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client does not read its messages, or the connection has ended.
        }
        finally
        {
            context.Abort();
        }
    }
}
