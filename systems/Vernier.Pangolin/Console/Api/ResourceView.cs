using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Console.Api;

/// <summary>A resource in the responses of the API.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Name">The name.</param>
/// <param name="SiteId">The site.</param>
/// <param name="Kind">What the resource forwards.</param>
/// <param name="Host">The host name of an HTTP resource.</param>
/// <param name="Port">The port of a TCP resource.</param>
/// <param name="Blocked">Whether all requests are denied.</param>
/// <param name="Created">When the resource was created.</param>
/// <param name="Targets">The backends.</param>
internal sealed record ResourceView(
    string Id, string Name, string SiteId, ResourceKind Kind, string? Host, int? Port, bool Blocked, DateTimeOffset Created, IReadOnlyList<Target> Targets)
{
    public static ResourceView Of(Resource resource) => new(
        resource.Id,
        resource.Name,
        resource.SiteId,
        resource.Kind,
        resource.Host,
        resource.Port,
        resource.Blocked,
        DateTimeOffset.FromUnixTimeMilliseconds(resource.Created),
        resource.Targets);
}

/// <summary>How clients sign in to a resource, without secrets.</summary>
/// <param name="Methods">The methods; empty if no sign-in is required.</param>
/// <param name="Rules">The rules, of which the first that matches a request decides.</param>
/// <param name="HasPassword">Whether a password is set.</param>
/// <param name="HasPincode">Whether a pincode is set.</param>
/// <param name="HeaderUser">The user name of header authentication.</param>
/// <param name="HasHeaderPassword">Whether a password of header authentication is set.</param>
/// <param name="HeaderName">A header that can have the credentials in place of Authorization.</param>
/// <param name="EmailAllowed">The e-mail addresses and domains that get one-time codes.</param>
/// <param name="Users">The identifiers of the users who can sign in; empty for all.</param>
/// <param name="OidcProvider">The name of the OpenID Connect provider.</param>
/// <param name="OidcAllowed">The users of the provider who can sign in; empty for all.</param>
internal sealed record SignInView(
    IReadOnlyList<AuthMethod> Methods,
    IReadOnlyList<SignInRule> Rules,
    bool HasPassword,
    bool HasPincode,
    string? HeaderUser,
    bool HasHeaderPassword,
    string? HeaderName,
    IReadOnlyList<string> EmailAllowed,
    IReadOnlyList<string> Users,
    string? OidcProvider,
    IReadOnlyList<string> OidcAllowed)
{
    public static SignInView Of(SignInPolicy policy) => new(
        policy.Methods,
        policy.Rules,
        policy.PasswordHash is not null,
        policy.PincodeHash is not null,
        policy.HeaderUser,
        policy.HeaderPasswordHash is not null,
        policy.HeaderName,
        policy.EmailAllowed,
        policy.Users,
        policy.OidcProvider,
        policy.OidcAllowed);
}
