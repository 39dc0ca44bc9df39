using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Forwarding;

namespace Vernier.DicomWebOAuth;

/// <summary>
/// Measures each call that goes out, up to the head of the answer, and turns what goes wrong with it into an error of the catalog. The limit is
/// for nothing happening: each part of the body that is taken begins it anew.
/// </summary>
/// <param name="endpointOf">The label value for an address.</param>
/// <param name="limit">How long nothing may happen.</param>
/// <param name="metrics">The metrics.</param>
internal sealed class OutboundHandler(Func<Uri, string> endpointOf, TimeSpan limit, DicomWebOAuthMetrics metrics) : DelegatingHandler
{
    /// <summary>The status of a call that was given up by whoever made it.</summary>
    public const int GivenUp = 499;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        using var timeout = new CancellationTokenSource(limit, metrics.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var content = request.Content as WatchedContent;
        content?.Moved = () => timeout.CancelAfter(limit);
        var started = metrics.Time.GetTimestamp();
        var status = GivenUp;
        try
        {
            var response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
            return response;
        }
        // The limit above, or that of the connection.
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var late = NetworkFailure.Timeout(address, limit);
            status = late.Description.Status;
            throw late;
        }
        catch (Exception failure) when (CallerException.Behind(failure) is { } caller)
        {
            throw caller;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            var known = NetworkFailure.Of(failure, address);
            status = known.Description.Status;
            throw known;
        }
        finally
        {
            content?.Moved = null;
            metrics.RequestEnded(request.Method.Method, endpointOf(address), status, metrics.Time.GetElapsedTime(started));
        }
    }
}
