using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// Protects forms, and requests with a session that change state, from other sites: the request must contain a token that only pages of this server know.
/// The token is derived from the session, or from a cookie of the browser that has no session. Thread-safe.
/// </summary>
internal sealed class Antiforgery(ConsoleCookies cookies)
{
    /// <summary>The name of the form field with the token.</summary>
    public const string Field = "antiforgery";

    /// <summary>The header with the token.</summary>
    public const string Header = "X-Antiforgery-Token";

    private const int MaxFormBytes = 64 * 1024;

    private static readonly byte[] Purpose = Encoding.UTF8.GetBytes("pangolin antiforgery");

    /// <summary>Returns the token for a form of the response, and sets the cookie that it needs.</summary>
    public string TokenOf(HttpContext http)
    {
        if (SecretOf(http) is { } secret)
            return Derive(secret);
        var visitor = http.Items[typeof(Antiforgery)] as string ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        http.Items[typeof(Antiforgery)] = visitor;
        cookies.SetVisitor(http, visitor);
        return Derive(visitor);
    }

    /// <summary>Returns the token of a new session.</summary>
    public static string TokenOf(IssuedSession session) => Derive(session.Token);

    /// <summary>Checks a request that changes state.</summary>
    /// <exception cref="RequestException">403: the token is missing or wrong; and as in <see cref="ReadFormAsync"/>.</exception>
    public async Task CheckAsync(HttpContext http)
    {
        var hasForm = http.Request.HasFormContentType;
        if (IsSafe(http.Request.Method) || !hasForm && Caller.TryOf(http)?.SessionId is null)
            return;
        var sent = http.Request.Headers[Header].ToString();
        if (sent.Length == 0 && hasForm)
            sent = (await ReadFormAsync(http).ConfigureAwait(false))[Field].ToString();
        if (SecretOf(http) is { } secret && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(Derive(secret))))
            return;
        throw new RequestException(StatusCodes.Status403Forbidden, hasForm
            ? "The form has expired. Go back, reload the page, and send the form again."
            : $"A request with a session that changes state requires the header {Header} with the token of GET {PangolinEndpoints.Api}/session.");
    }

    /// <summary>Reads a form.</summary>
    /// <exception cref="RequestException">400: the form is invalid; and as in <see cref="RequestBody.ReadAsync"/>.</exception>
    public static async Task<IFormCollection> ReadFormAsync(HttpContext http)
    {
        if (http.Features.Get<IFormFeature>() is { Form: { } read })
            return read;
        await RequestBody.ReadAsync(http, MaxFormBytes).ConfigureAwait(false);
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, $"The form is invalid: {exception.Message}");
        }
    }

    private string? SecretOf(HttpContext http) => Caller.TryOf(http)?.SessionId is null ? cookies.VisitorOf(http) : cookies.SessionOf(http);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static string Derive(string secret) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Purpose));
}
