using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth.Outbound;

/// <summary>Limits the time up to the response headers, and throws failures as errors of the catalog.</summary>
/// <param name="timeout">The limit; the connect timeout of the sockets also applies. Infinite for clients that have their own.</param>
/// <param name="time">The clock of the timeout.</param>
internal sealed class NetworkErrorHandler(TimeSpan timeout, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await base.SendAsync(request, linked.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var failure = limit.IsCancellationRequested ? NetworkError.Timeout(address, timeout, exception) : NetworkError.Of(exception, address);
            OutboundCall.Of(request)?.End(failure.Description.Status);
            throw failure;
        }
        finally
        {
            OutboundCall.Of(request)?.End(OutboundCall.Canceled);
        }
    }
}
