namespace Vernier.Services.Web;

/// <summary>A request that cannot be fulfilled. The message is for the client: what is wrong, which value, and what is allowed.</summary>
internal class RequestException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status code.</summary>
    public int Status { get; } = status;
}
