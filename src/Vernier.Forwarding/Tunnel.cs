namespace Vernier.Forwarding;

/// <summary>Copies bytes between two connections in both directions, until both have ended, one fails, or the tunnel is idle for too long.</summary>
internal static class Tunnel
{
    /// <summary>How long a destination may be idle after the client has ended, if it cannot be notified of the end.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs the tunnel. The end of data of one side is passed on, and the other direction continues (half-close). If it cannot be passed on, the tunnel
    /// ends: at once after the destination, and after a short time for its last data after the client.
    /// </summary>
    /// <param name="client">The side that opened the tunnel.</param>
    /// <param name="destination">The other side.</param>
    /// <param name="activity">The idle timeout, which each byte restarts. It is canceled when the tunnel ends early.</param>
    /// <param name="observer">Observes the bytes; may be null.</param>
    /// <returns>The result. After a failure the caller must abort both connections, so that the data does not look complete.</returns>
    public static async Task<ForwarderResult> RunAsync(TunnelEnd client, TunnelEnd destination, ActivityTimeout activity, ForwarderObserver? observer)
    {
        var request = CopyAsync(client, destination, activity, observer is null ? null : observer.RequestBodySent);
        var response = CopyAsync(destination, client, activity, observer is null ? null : observer.ResponseBodySent);
        var isRequestFirst = await Task.WhenAny(request, response).ConfigureAwait(false) == request;
        var first = await (isRequestFirst ? request : response).ConfigureAwait(false);
        var isClosing = first.End == CopyEnd.Complete && (isRequestFirst ? destination : client).EndOutput is null;
        if (isClosing && isRequestFirst)
            activity.Restart(CloseTimeout);
        else if (isClosing || first.End != CopyEnd.Complete)
            activity.Cancel();
        var second = await (isRequestFirst ? response : request).ConfigureAwait(false);

        var result = first.End != CopyEnd.Complete ? OutcomeOf(first, isRequestFirst, activity)
            : isClosing ? default
            : OutcomeOf(second, !isRequestFirst, activity);
        return result with { RequestBytes = (isRequestFirst ? first : second).Bytes, ResponseBytes = (isRequestFirst ? second : first).Bytes };
    }

    private static async Task<CopyResult> CopyAsync(TunnelEnd from, TunnelEnd to, ActivityTimeout activity, CopiedBytes? copied)
    {
        var result = await StreamCopier.CopyAsync(from.Input, to.Output, activity, flushesWhenIdle: false, copied, activity.Token).ConfigureAwait(false);
        if (result.End != CopyEnd.Complete || to.EndOutput is null)
            return result;
        try
        {
            await to.EndOutput().ConfigureAwait(false);
            return result;
        }
        catch (Exception exception)
        {
            return result with { End = CopyEnd.Destination, Exception = exception };
        }
    }

    private static ForwarderResult OutcomeOf(CopyResult copied, bool isRequest, ActivityTimeout activity)
    {
        if (copied.End == CopyEnd.Complete)
            return default;
        var isClient = isRequest == (copied.End == CopyEnd.Source);
        return new ForwarderResult(
            activity.IsTimedOut ? ForwarderOutcome.TunnelIdle : isClient ? ForwarderOutcome.TunnelClient : ForwarderOutcome.TunnelDestination,
            copied.Exception);
    }
}
