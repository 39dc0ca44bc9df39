namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>A sign-in that a browser has started at a resource. It is signed, not secret, and is passed on in addresses and forms.</summary>
/// <param name="ResourceId">The resource.</param>
/// <param name="Origin">The scheme, host name and port of the resource, to which the browser returns.</param>
/// <param name="Path">The path and query to which the browser returns.</param>
/// <param name="Binding">The hash of the random text in the cookie of the browser that started the sign-in; no other browser can complete it.</param>
/// <param name="Expires">When the ticket expires, in Unix milliseconds.</param>
internal sealed record SignInTicket(string ResourceId, string Origin, string Path, string Binding, long Expires);
