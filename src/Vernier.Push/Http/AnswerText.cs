using System.Text;

namespace Vernier.Push.Http;

/// <summary>Reads what a server says of an error.</summary>
internal static class AnswerText
{
    private const int MaxBytes = 1024;

    /// <summary>The beginning of the answer, in one line; empty when it cannot be read.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var bytes = new byte[MaxBytes];
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var read = await body.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return InOneLine(Encoding.UTF8.GetString(bytes, 0, read));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status is told all the same.
            return "";
        }
    }

    /// <summary>Without control characters, so that nobody writes lines of his own into the log.</summary>
    public static string InOneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
