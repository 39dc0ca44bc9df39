using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Scrapes a metrics endpoint once. User info in the URL is sent as basic authentication and left out of findings.</summary>
internal static class EndpointReader
{
    /// <summary>The maximum size of a response, or of a file with metrics, in MiB.</summary>
    public const int MaxMebibytes = 64;

    public static async Task<SourceContent> ReadAsync(Uri endpoint, LintOptions options, CancellationToken cancellation)
    {
        var url = endpoint.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);
        using var timer = new CancellationTokenSource(options.Timeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxMebibytes * 1024 * 1024 };
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        if (endpoint.UserInfo.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(endpoint.UserInfo))));
        try
        {
            using var response = await client.SendAsync(request, limit.Token).ConfigureAwait(false);
            return response.StatusCode is HttpStatusCode.OK
                ? await ReadBodyAsync(url, response.Content, limit.Token).ConfigureAwait(false)
                : Failed(LintRules.EndpointStatus, url, $"The endpoint returned {(int)response.StatusCode} {response.ReasonPhrase}.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(LintRules.EndpointTimeout, url, $"No complete response was received and read within {options.Timeout.TotalSeconds:0.###} s.");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            return Failed(LintRules.EndpointContent, url, $"The response is larger than {MaxMebibytes} MiB.");
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException && exception.HttpRequestError is not HttpRequestError.SecureConnectionError)
        {
            return Failed(LintRules.EndpointUnreachable, url, "The connection was closed before the response was complete.", "Check the service and the proxies in front of it.");
        }
        catch (HttpRequestException exception)
        {
            // For certificate errors only the inner exception has the cause.
            var cause = exception.HttpRequestError is HttpRequestError.SecureConnectionError ? exception.GetBaseException() : exception;
            return Failed(LintRules.EndpointUnreachable, url, $"The endpoint is unreachable: {cause.Message.TrimEnd('.')}.");
        }
    }

    private static async Task<SourceContent> ReadBodyAsync(string url, HttpContent body, CancellationToken cancellation)
    {
        // Both formats are UTF-8, whatever charset the response declares.
        var text = Encoding.UTF8.GetString(await body.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
        var type = body.Headers.ContentType?.MediaType ?? "";
        if (type is not ("text/plain" or "application/openmetrics-text" or ""))
            return Failed(LintRules.EndpointContent, url, $"The response has the content type {type}; text/plain or application/openmetrics-text is expected.");
        if (string.IsNullOrWhiteSpace(text))
            return Failed(LintRules.EndpointContent, url, "The response is empty.");
        var content = ExpositionReader.Read(url, text, isOpenMetrics: type == "application/openmetrics-text", cancellation);
        return content.Metrics.Count > 0 || content.Findings.Count == 0 ? content : Failed(LintRules.EndpointContent, url, "The response does not contain metrics.");
    }

    private static SourceContent Failed(LintRule rule, string url, string message, string? fix = null) => new() { Findings = [new(rule, new(url, 0, 0, ""), message, fix ?? rule.Fix)] };
}
