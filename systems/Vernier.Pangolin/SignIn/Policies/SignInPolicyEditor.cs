using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>Creates policies from the settings that the page and the API send. Thread-safe.</summary>
internal sealed class SignInPolicyEditor(PangolinSettings settings, Users users, PasswordHasher hasher)
{
    /// <summary>Validates new settings and hashes new secrets. Nothing is written.</summary>
    /// <param name="resource">The resource; it need not be stored yet.</param>
    /// <param name="current">The current policy; <see cref="SignInPolicy.None"/> for a new resource.</param>
    /// <param name="input">The new settings.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="RequestException">422: the message has all errors.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<SignInPolicy> CreateAsync(Resource resource, SignInPolicy current, SignInPolicyInput input, CancellationToken cancellation)
    {
        var errors = new PolicyErrors(settings.Current.SignIn);
        var methods = errors.CheckMethods(input.Methods, resource.Kind);
        errors.CheckRules(input.Rules, resource.Kind, methods);
        errors.CheckSecrets(input, current, methods);
        errors.CheckLists(input, methods);
        if (methods.Contains(AuthMethod.Session))
            await CheckUsersAsync(input.Users, errors, cancellation).ConfigureAwait(false);
        if (errors.Messages.Count > 0)
            throw new RequestException(StatusCodes.Status422UnprocessableEntity, string.Join(' ', errors.Messages));

        var hasHeader = methods.Contains(AuthMethod.HeaderAuth);
        var hasOidc = methods.Contains(AuthMethod.Oidc);
        return new SignInPolicy
        {
            Methods = methods,
            Rules = [.. input.Rules.Select(ToRule)],
            PasswordHash = methods.Contains(AuthMethod.Password) ? await HashAsync(input.Password, current.PasswordHash, cancellation).ConfigureAwait(false) : null,
            PincodeHash = methods.Contains(AuthMethod.Pincode) ? await HashAsync(input.Pincode, current.PincodeHash, cancellation).ConfigureAwait(false) : null,
            HeaderUser = hasHeader ? input.HeaderUser : null,
            HeaderPasswordHash = hasHeader ? await HashAsync(input.HeaderPassword, current.HeaderPasswordHash, cancellation).ConfigureAwait(false) : null,
            HeaderName = hasHeader ? NullIfEmpty(input.HeaderName) : null,
            EmailAllowed = methods.Contains(AuthMethod.Email) ? [.. input.EmailAllowed.Select(entry => entry.ToLowerInvariant()).Distinct()] : [],
            Users = methods.Contains(AuthMethod.Session) ? [.. input.Users.Distinct()] : [],
            OidcProvider = hasOidc ? errors.ProviderOf(input) : null,
            OidcAllowed = hasOidc ? [.. input.OidcAllowed.Distinct()] : [],
        };
    }

    private static SignInRule ToRule(SignInRuleInput rule) => new(PolicyErrors.ActionOf(rule.Action)!.Value, NullIfEmpty(rule.Path), NullIfEmpty(rule.Address));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private async Task<string?> HashAsync(string? secret, string? current, CancellationToken cancellation) =>
        string.IsNullOrEmpty(secret) ? current : await hasher.HashAsync(secret, cancellation).ConfigureAwait(false);

    private async Task CheckUsersAsync(IReadOnlyList<string> ids, PolicyErrors errors, CancellationToken cancellation)
    {
        if (ids.Count == 0)
            return;
        var known = (await users.ListAsync(cancellation).ConfigureAwait(false)).Select(user => user.Id).ToHashSet();
        foreach (var id in ids.Where(id => !known.Contains(id)))
            errors.Add($"The user '{PolicyErrors.Shorten(id)}' does not exist.");
    }
}
