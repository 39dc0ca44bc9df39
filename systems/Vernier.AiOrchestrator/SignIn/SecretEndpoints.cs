using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Secrets;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>The routes for the administration of secrets. Responses contain no values.</summary>
internal static class SecretEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var secrets = endpoints.MapGroup(AiOrchestratorEndpoints.Secrets);
        secrets.MapGet("", ListAsync).RequireAccess(Access.Admin);
        secrets.MapPost("/{name}/rotate", RotateAsync).RequireAccess(Access.Admin);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SecretRotation rotation) =>
        ApiJson.Result(new SecretList([.. (await rotation.ReadAsync(http.RequestAborted).ConfigureAwait(false)).Select(SecretView.Of)]));

    private static async Task<IResult> RotateAsync(string name, SecretRotation rotation)
    {
        if (!rotation.Names.Contains(name))
            throw new RequestException(StatusCodes.Status404NotFound, $"The secret is unknown or cannot be rotated. Secrets that can be rotated: {string.Join(", ", rotation.Names)}.");
        try
        {
            // A rotation ends also when the client disconnects.
            return ApiJson.Result(SecretView.Of(await rotation.RotateAsync(name, CancellationToken.None).ConfigureAwait(false)));
        }
        catch (SecretException exception)
        {
            throw new RequestException(StatusOf(exception.Failure), $"The rotation of the secret {name} failed: {exception.Message}");
        }
    }

    private static int StatusOf(SecretFailure failure) => failure switch
    {
        SecretFailure.Unavailable => StatusCodes.Status503ServiceUnavailable,
        SecretFailure.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status502BadGateway,
    };

    private sealed record SecretList(IReadOnlyList<SecretView> Secrets);

    private sealed record SecretView(string Name, DateTimeOffset LastRotation, DateTimeOffset? NextRotation)
    {
        public static SecretView Of(RotationResult result) => new(result.Secret, result.Time, result.Next);
    }
}
