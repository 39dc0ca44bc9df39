using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The page for signing in to a resource.</summary>
internal static class SignInPolicyPages
{
    private const string Route = "/resources/{id}/sign-in";

    /// <summary>The rows for new rules.</summary>
    private const int EmptyRules = 2;

    private const int MaxRules = 50;

    private static readonly (AuthMethod Method, string Title)[] Methods =
    [
        (AuthMethod.Password, "Password"),
        (AuthMethod.Pincode, "Pincode"),
        (AuthMethod.HeaderAuth, "Header (basic authentication)"),
        (AuthMethod.AccessToken, "Access token in a link"),
        (AuthMethod.Email, "E-mail with one-time code"),
        (AuthMethod.Session, "Users of this server"),
        (AuthMethod.Oidc, "OpenID Connect"),
    ];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, ShowAsync).RequireAccess(PageAccess.Admin);
        pages.MapPost(Route, SaveAsync).RequireAccess(PageAccess.Admin);
    }

    /// <summary>Describes a policy in a few words.</summary>
    public static Html Summary(SignInPolicy? policy) => policy switch
    {
        null => Text.Badge("warn", "Not loaded"),
        { Methods.Count: 0, Rules.Count: 0 } => Text.Badge("idle", "Public"),
        { Methods.Count: 0 } => Text.Badge("idle", "Rules only"),
        _ => Html.Of($"""<span class="tags">{policy.Methods.Select(method => Text.Badge("good", Text.Words(method)))}</span>"""),
    };

    private static async Task<IResult> ShowAsync(string id, HttpContext http, Layout layout, SiteInventory inventory, SignInEditor editor, Users users, PangolinSettings settings) =>
        Form(http, layout, ResourcePages.Find(inventory, id), InputOf(editor.Get(id)), editor.Get(id), await users.ListAsync(http.RequestAborted).ConfigureAwait(false), settings, null);

    private static async Task<IResult> SaveAsync(string id, HttpContext http, Layout layout, SiteInventory inventory, SignInEditor editor, Users users, PangolinSettings settings)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        var input = InputOf(form);
        try
        {
            await editor.SetAsync(id, input, http.RequestAborted).ConfigureAwait(false);
            return Notices.Redirect($"/resources/{id}", "saved");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            var all = await users.ListAsync(http.RequestAborted).ConfigureAwait(false);
            return Form(http, layout, ResourcePages.Find(inventory, id), input, editor.Get(id), all, settings, errors, exception.Status);
        }
    }

    private static IResult Form(HttpContext http, Layout layout, Resource resource, SignInPolicyInput input, SignInPolicy current, IReadOnlyList<User> users, PangolinSettings settings,
        IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        var providers = settings.Current.SignIn.Providers.Select(provider => (provider.Name, provider.Name)).Prepend(("", "–"));
        return layout.Page(http, $"Sign-in for {resource.Name}", Html.Of($"""
            {fields.Summary()}
            <form method="post" action="/resources/{resource.Id}/sign-in">{layout.Token(http)}
            <section class="card"><h2>Methods</h2>
            <fieldset><legend>Clients sign in with one of</legend><div class="checks">
            {Methods.Select(method => FormFields.Check("methods", method.Title, input.Methods.Contains(NameOf(method.Method)), NameOf(method.Method), $"method-{NameOf(method.Method)}"))}
            </div><p class="hint">Without a method the resource is public, unless a rule denies access.</p></fieldset></section>
            <div class="columns">
            <section class="card"><h2>Password, pincode and header</h2>
            {fields.Input("password", "Password", "", SecretHint(current.PasswordHash), "password", "new-password", isMarked: false)}
            {fields.Input("pincode", "Pincode", "", SecretHint(current.PincodeHash), "password", "new-password", isMarked: false)}
            {fields.Input("headerUser", "User name of basic authentication", input.HeaderUser, isMarked: false)}
            {fields.Input("headerPassword", "Password of basic authentication", "", SecretHint(current.HeaderPasswordHash), "password", "new-password", isMarked: false)}
            {fields.Input("headerName", "Header with the credentials", input.HeaderName, "Empty: Authorization", isMarked: false)}</section>
            <section class="card"><h2>E-mail and OpenID Connect</h2>
            {fields.Lines("emailAllowed", "E-mail addresses and domains that get codes", input.EmailAllowed, "One per line, such as anna@example.org or @example.org")}
            {fields.Select("oidcProvider", "OpenID Connect provider", providers, input.OidcProvider ?? "", "Providers are configured under sign_in.")}
            {fields.Lines("oidcAllowed", "Subjects, addresses and domains of the provider", input.OidcAllowed, "One per line; empty for all its users")}</section>
            </div>
            <section class="card"><h2>Users</h2>
            <fieldset><legend>Users of this server who can sign in</legend><div class="checks">
            {users.Select(user => FormFields.Check("users", user.Name, input.Users.Contains(user.Id), user.Id, $"user-{user.Id}"))}
            </div><p class="hint">None selected: all users.</p></fieldset></section>
            <section class="card"><h2>Rules</h2><p class="hint">The first rule that matches a request decides, before any sign-in. Without path and address a rule matches all requests.</p>
            {Enumerable.Range(0, Math.Min(input.Rules.Count + EmptyRules, MaxRules)).Select(i => RuleRow(fields, i, i < input.Rules.Count ? input.Rules[i] : null))}
            </section>
            <div class="buttons"><button>Save</button><a class="button quiet" href="/resources/{resource.Id}">Cancel</a></div></form>
            """), status: status);
    }

    private static Html RuleRow(FormFields fields, int i, SignInRuleInput? rule) => Html.Of($"""
        <div class="row rule" role="group" aria-label="Rule {i + 1}">
        {fields.Select($"rules[{i}].action", "Action", [("", "–"), ("allow", "Allow"), ("deny", "Deny"), ("sign_in", "Require sign-in")], rule?.Action ?? "")}
        {fields.Input($"rules[{i}].path", "Path", rule?.Path, isMarked: false)}
        {fields.Input($"rules[{i}].address", "Address or network", rule?.Address, isMarked: false)}
        </div>
        """);

    private static string SecretHint(string? hash) => hash is null ? "Not set" : "Set; leave it empty to keep it";

    private static SignInPolicyInput InputOf(SignInPolicy policy) => new()
    {
        Methods = [.. policy.Methods.Select(NameOf)],
        Rules = [.. policy.Rules.Select(rule => new SignInRuleInput(NameOf(rule.Action), rule.Path, rule.Address))],
        HeaderUser = policy.HeaderUser,
        HeaderName = policy.HeaderName,
        EmailAllowed = policy.EmailAllowed,
        Users = policy.Users,
        OidcProvider = policy.OidcProvider,
        OidcAllowed = policy.OidcAllowed,
    };

    private static SignInPolicyInput InputOf(FormValues form) => new()
    {
        Methods = form.All("methods"),
        Password = form.Exact("password") is { Length: > 0 } password ? password : null,
        Pincode = form.Optional("pincode"),
        HeaderUser = form.Optional("headerUser"),
        HeaderPassword = form.Exact("headerPassword") is { Length: > 0 } headerPassword ? headerPassword : null,
        HeaderName = form.Optional("headerName"),
        EmailAllowed = form.Lines("emailAllowed"),
        Users = form.All("users"),
        OidcProvider = form.Optional("oidcProvider"),
        OidcAllowed = form.Lines("oidcAllowed"),
        Rules =
        [
            .. Enumerable.Range(0, MaxRules).Where(i => form[$"rules[{i}].action"].Length > 0)
                .Select(i => new SignInRuleInput(form[$"rules[{i}].action"], form.Optional($"rules[{i}].path"), form.Optional($"rules[{i}].address"))),
        ],
    };

    private static string NameOf<T>(T value)
        where T : struct, Enum => Text.Words(value).Replace(' ', '_');
}
