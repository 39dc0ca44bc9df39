using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The page of sessions.</summary>
internal static class SessionPages
{
    private const string Folder = "/sessions";
    private const int PageSize = 50;
    private const int MaxOffset = 1_000_000;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Folder, ListAsync).RequireAccess(PageAccess.Admin);
        pages.MapPost(Folder + "/{id}/revoke", RevokeAsync).RequireAccess(PageAccess.Admin);
    }

    private static async Task<IResult> ListAsync(int? offset, HttpContext http, Layout layout, Sessions sessions, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var first = Math.Clamp(offset ?? 0, 0, MaxOffset);
        var own = Caller.Of(http).SessionId;
        var total = await sessions.CountAsync(http.RequestAborted).ConfigureAwait(false);
        var rows = (await sessions.ListAsync(PageSize, first, http.RequestAborted).ConfigureAwait(false)).Select(session => (Html[])
        [
            Html.Of($"{session.Subject}{Html.If(session.Id == own, $" {Text.Dim("(this one)")}")}"),
            session.ResourceId is { } resource ? Text.Link("/resources", resource, resource) : Html.Of($"Page"),
            Html.Of($"{Text.Words(session.Method)}"),
            Text.Ago(session.Created, now),
            Text.Ago(session.LastUsed, now),
            Text.Ago(session.Expires, now),
            Html.Of($"""
                <form method="post" action="{Folder}/{session.Id}/revoke">{layout.Token(http)}<button class="quiet small" aria-label="Revoke the session of {session.Subject}">Revoke</button></form>
                """),
        ]);
        var table = Table.Of("Active sessions", ["Who", "Access to", "Method", "Started", "Last used", "Expires", "Action"], [.. rows], "No active sessions.");
        return layout.Page(http, "Sessions", Html.Of($"{table}{Pager(first, total)}"));
    }

    private static Html Pager(int first, int total) => Html.If(total > PageSize, $"""
        <nav class="pager" aria-label="Pages">
        {Html.If(first > 0, $"""<a class="button quiet" href="{Folder}?offset={Math.Max(0, first - PageSize)}">Newer</a>""")}
        {Html.If(first + PageSize < total, $"""<a class="button quiet" href="{Folder}?offset={first + PageSize}">Older</a>""")}
        <span class="dim">{first + 1} to {Math.Min(first + PageSize, total)} of {total}</span></nav>
        """);

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, Sessions sessions) =>
        await sessions.RevokeAsync(id, RevocationReason.Administrator, http.RequestAborted).ConfigureAwait(false)
            ? Notices.Redirect(Folder, "revoked")
            : throw new RequestException(StatusCodes.Status404NotFound, "The session does not exist, or has ended.");
}
