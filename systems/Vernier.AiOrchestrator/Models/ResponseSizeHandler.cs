namespace Vernier.AiOrchestrator.Models;

/// <summary>Reads responses into memory, up to a limit; beyond it the request fails with <see cref="HttpRequestException"/>.</summary>
internal sealed class ResponseSizeHandler(long maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
