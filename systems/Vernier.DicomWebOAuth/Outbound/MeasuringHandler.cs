namespace Vernier.DicomWebOAuth.Outbound;

/// <summary>
/// Records the calls that get a response. A call that fails stays open: its sender knows the cause, and ends it (<see cref="OutboundCall.Of"/>).
/// </summary>
/// <param name="endpointOf">Returns the label value of a request.</param>
/// <param name="metrics">The metrics.</param>
internal sealed class MeasuringHandler(Func<HttpRequestMessage, string> endpointOf, DicomWebOAuthMetrics metrics) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = OutboundCall.Start(request, endpointOf(request), metrics);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        call.End((int)response.StatusCode);
        return response;
    }
}
