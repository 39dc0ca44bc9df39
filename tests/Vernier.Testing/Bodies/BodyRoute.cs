namespace Vernier.Testing.Bodies;

/// <summary>A route that reads or forwards a request body.</summary>
/// <param name="Head">The request line and the headers, each with its CRLF, without those that frame the body.</param>
/// <param name="MaxBytes">The maximum size of a body; null if the route streams bodies of any size.</param>
internal sealed record BodyRoute(string Head, long? MaxBytes)
{
    public string Name { get; } = Head.Split(" HTTP/")[0];
}
