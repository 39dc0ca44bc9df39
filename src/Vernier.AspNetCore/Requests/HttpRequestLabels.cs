namespace Vernier.AspNetCore.Requests;

/// <summary>The labels of a request that has ended.</summary>
/// <param name="Method">The request method.</param>
/// <param name="Route">The template of the route that matched, never a path; null or empty (the label is absent) when none did.</param>
/// <param name="StatusCode">The status code that was answered, see <see cref="HttpRequestCatalog"/>.</param>
public readonly record struct HttpRequestLabels(
    [property: Label(Description = "The request method; _OTHER for one that is not standard.")] HttpVerb Method,
    [property: Label(Description = "The template of the route that matched, such as /orders/{id}; absent when none did.")] string? Route,
    [property: Label(Description = "The status code: 500 when an exception escaped, 499 when the client went away first.")] string StatusCode);
