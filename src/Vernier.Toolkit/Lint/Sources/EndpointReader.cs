using System.Net.Http.Headers;
using System.Text;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Asks a metrics endpoint once. What a URL has before its @ is used as name and password, and never told.</summary>
internal static class EndpointReader
{
    private const int MaxBytes = 64 * 1024 * 1024;

    public static async Task<SourceContent> ReadAsync(Uri endpoint, LintOptions options, CancellationToken cancellation)
    {
        var name = endpoint.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);
        using var client = new HttpClient { Timeout = options.Timeout, MaxResponseContentBufferSize = MaxBytes };
        using var request = new HttpRequestMessage(HttpMethod.Get, name);
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        if (endpoint.UserInfo.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(endpoint.UserInfo))));
        try
        {
            using var response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
            if (response.StatusCode is not System.Net.HttpStatusCode.OK)
                return Failed(LintRules.EndpointStatus, name, $"It answers with {(int)response.StatusCode} {response.ReasonPhrase}.", "Correct the path or the credentials.");

            // Both formats are UTF-8, whatever the answer says of itself.
            var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
            var type = response.Content.Headers.ContentType?.MediaType ?? "";
            if (type is not ("text/plain" or "application/openmetrics-text" or ""))
                return Failed(LintRules.EndpointContent, name, $"It answers with {type}, which is no metrics.", "Name the path of the metrics, often /metrics.");
            var content = ExpositionReader.Read(name, text, isOpenMetrics: type == "application/openmetrics-text");
            var isEmpty = string.IsNullOrWhiteSpace(text);
            return content.Metrics.Count > 0 || (content.Findings.Count == 0 && !isEmpty)
                ? content
                : Failed(LintRules.EndpointContent, name, isEmpty ? "It answers with nothing." : "It answers with text that has no metrics.", "Name the path of the metrics, often /metrics.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(LintRules.EndpointSlow, name, $"There was no whole answer in {options.Timeout.TotalSeconds:0.###} s.", "Wait longer by --timeout, or ask why it takes so long.");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            return Failed(LintRules.EndpointContent, name, $"It answers with more than {MaxBytes / 1024 / 1024} MiB.", "Name the path of the metrics, often /metrics.");
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException && exception.HttpRequestError is not HttpRequestError.SecureConnectionError)
        {
            return Failed(LintRules.EndpointDown, name, "The connection was lost before the whole answer had come.", "Ask what ended it: the process, or something between.");
        }
        catch (HttpRequestException exception)
        {
            // What is wrong with a certificate stands in the inner exception only.
            var cause = exception.HttpRequestError is HttpRequestError.SecureConnectionError ? exception.GetBaseException() : exception;
            return Failed(LintRules.EndpointDown, name, $"It cannot be reached: {cause.Message.TrimEnd('.')}.", "Start it, or correct the address.");
        }
    }

    private static SourceContent Failed(LintRule rule, string name, string reason, string mend) => new() { Findings = [new(rule, new(name, 0, 0, ""), reason, mend)] };
}
