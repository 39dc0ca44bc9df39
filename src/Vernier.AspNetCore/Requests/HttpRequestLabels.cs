namespace Vernier.AspNetCore.Requests;

/// <summary>The labels of a completed request.</summary>
/// <param name="Method">The request method.</param>
/// <param name="Route">The template of the matched route, never a path; null or empty (the label is absent) if no route matched.</param>
/// <param name="StatusCode">The status code of the response, see <see cref="HttpRequestCatalog"/>.</param>
public readonly record struct HttpRequestLabels(
    [property: Label(Description = "The request method; _OTHER for non-standard methods.")] HttpVerb Method,
    [property: Label(Description = "The template of the matched route, such as /orders/{id}; absent if no route matched.")] string? Route,
    [property: Label(Description = "The status code: 500 for an unhandled exception, 499 if the client disconnected first.")] string StatusCode);

/// <summary>The label of a request in progress, whose route and status are not known yet.</summary>
/// <param name="Method">The request method.</param>
public readonly record struct HttpMethodLabels(
    [property: Label(Description = "The request method; _OTHER for non-standard methods.")] HttpVerb Method);
