using System.Text;

namespace Vernier.Push.Http;

/// <summary>Reads the text of an error response.</summary>
internal static class ResponseText
{
    private const int MaxBytes = 1024;

    /// <summary>Reads the beginning of the response in one line; empty if it cannot be read.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = new byte[MaxBytes];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var read = await body.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return ToSingleLine(Encoding.UTF8.GetString(bytes, 0, read));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status is reported without the text.
            return "";
        }
    }

    /// <summary>Strips control characters to prevent log injection.</summary>
    public static string ToSingleLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
