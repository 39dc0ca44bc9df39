using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>Reads request bodies of a limited size.</summary>
internal static class RequestBodies
{
    /// <summary>Reads a JSON body.</summary>
    /// <exception cref="RequestException">400: the body is not valid; 413: it is larger than the limit; 415: the content type is not JSON.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http, int maxBytes)
        where T : class
    {
        if (http.Request.ContentLength > maxBytes)
            throw TooLarge(maxBytes);
        // A body without Content-Length is counted.
        var buffer = new MemoryStream();
        await using var owned = buffer.ConfigureAwait(false);
        var chunk = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(chunk, http.RequestAborted).ConfigureAwait(false) is > 0 and var read)
        {
            if (buffer.Length + read > maxBytes)
                throw TooLarge(maxBytes);
            buffer.Write(chunk, 0, read);
        }
        buffer.Position = 0;
        http.Request.Body = buffer;
        return await ApiJson.ReadAsync<T>(http).ConfigureAwait(false);
    }

    private static RequestException TooLarge(int maxBytes) => new(StatusCodes.Status413PayloadTooLarge, $"The request body exceeds the limit of {maxBytes} bytes.");
}
