using Microsoft.AspNetCore.Http;

namespace Vernier.DicomWebOAuth;

/// <summary>What a request really came to, where its response cannot say it any more.</summary>
/// <param name="Status">The status under which it counts.</param>
internal sealed record RequestOutcome(int Status)
{
    public static void Set(HttpContext context, int status) => context.Features.Set(new RequestOutcome(status));

    public static int Of(HttpContext context) => context.Features.Get<RequestOutcome>()?.Status ?? context.Response.StatusCode;
}
