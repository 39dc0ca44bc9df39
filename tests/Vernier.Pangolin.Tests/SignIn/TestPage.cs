using System.Net;
using System.Text.RegularExpressions;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>A response with its body.</summary>
internal sealed partial class TestPage
{
    private TestPage(Uri address, HttpStatusCode status, string text, Dictionary<string, string> headers)
    {
        Address = address;
        Status = status;
        Text = text;
        Headers = headers;
    }

    public Uri Address { get; }

    public HttpStatusCode Status { get; }

    public string Text { get; }

    public Dictionary<string, string> Headers { get; }

    /// <summary>Where the response redirects to; null if it does not.</summary>
    public Uri? Location => Headers.TryGetValue("Location", out var location) ? new Uri(Address, location) : null;

    public static async Task<TestPage> ReadAsync(Uri address, HttpResponseMessage response) => new(
        address,
        response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>The hidden fields of the form with an action.</summary>
    public IEnumerable<KeyValuePair<string, string>> HiddenFields(string action)
    {
        var start = Text.IndexOf($"action=\"{action}\"", StringComparison.Ordinal);
        start.ShouldBeGreaterThanOrEqualTo(0, $"No form for {action} at {Address}: {Status} {Text}");
        var form = Text[start..Text.IndexOf("</form>", start, StringComparison.Ordinal)];
        return Hidden().Matches(form).Select(match => KeyValuePair.Create(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));
    }

    /// <summary>Returns the target of the link whose text starts with a text.</summary>
    public Uri Link(string text) => new(Address, WebUtility.HtmlDecode(Regex.Match(Text, $"href=\"([^\"]+)\">{Regex.Escape(text)}").Groups[1].Value));

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
