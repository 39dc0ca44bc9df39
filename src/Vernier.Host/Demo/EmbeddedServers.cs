namespace Vernier.Host.Demo;

/// <summary>Maps the embedded token endpoint and the embedded DICOMweb server.</summary>
internal static class EmbeddedServers
{
    public static void Map(IEndpointRouteBuilder endpoints, EmbeddedTokenEndpoint tokens)
    {
        var archive = new EmbeddedArchive();
        endpoints.MapPost(EmbeddedTokenEndpoint.Path, tokens.IssueAsync).DisableAntiforgery();
        var dicom = endpoints.MapGroup(EmbeddedArchive.Root);
        dicom.MapPost("/studies", archive.StoreAsync);
        dicom.MapGet("/studies", archive.Search);
        dicom.MapGet("/studies/{study}", archive.RetrieveAsync);
        dicom.MapGet("/studies/{study}/series/{series}", archive.RetrieveAsync);
        dicom.MapGet("/studies/{study}/series/{series}/instances/{instance}", archive.RetrieveAsync);
        ((IEndpointConventionBuilder)dicom).Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => tokens.Accepts(context.Request) ? next(context) : RejectAsync(context);
        });
    }

    private static Task RejectAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
