using Microsoft.AspNetCore.Http;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>Messages after a change. The query of the redirect has the name of the message only, so that a link cannot show other texts.</summary>
internal static class Notices
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["created"] = "Created.",
        ["published"] = "Created. The resource is public until you change its sign-in.",
        ["saved"] = "Saved.",
        ["deleted"] = "Deleted.",
        ["revoked"] = "Revoked.",
        ["password"] = "The password was changed. The other sessions of the user have ended.",
    };

    /// <summary>Redirects to a page that shows a message.</summary>
    public static IResult Redirect(string path, string notice) => SeeOther.To($"{path}?notice={notice}");

    public static Html Of(HttpContext http) => Texts.TryGetValue(http.Request.Query["notice"].ToString(), out var text)
        ? Html.Of($"""<p class="notice" role="status">{text}</p>""")
        : Html.Empty;
}
