namespace Vernier.AspNetCore.Requests;

/// <summary>The label of a request that is in progress, of which no more is known.</summary>
/// <param name="Method">The request method.</param>
public readonly record struct HttpMethodLabels(
    [property: Label(Description = "The request method; _OTHER for one that is not standard.")] HttpVerb Method);
