namespace Vernier.Host.Demo.Pangolin;

/// <summary>Creates what the demo needs, or updates what an earlier start has created.</summary>
internal static class DemoProvisioning
{
    private const string KeyName = "demo";

    /// <summary>Creates the sites and starts them, and then their resources and users.</summary>
    public static async Task CreateAsync(DemoAdministrator administrator, DemoSites sites, DemoAccounts accounts, CancellationToken stop)
    {
        foreach (var (id, region) in DemoResources.Regions)
        {
            var created = await administrator.CallAsync(HttpMethod.Post, "/sites", new { id, name = id, region }, stop).ConfigureAwait(false)
                ?? (await administrator.CallAsync(HttpMethod.Post, $"/sites/{id}/secret", null, stop).ConfigureAwait(false))!.Value;
            await sites.StartAsync(id, created.GetProperty("secret").GetString()!, stop).ConfigureAwait(false);
        }
        foreach (var user in DemoResources.Users)
            await CreateUserAsync(administrator, user, accounts.PasswordOf(user), stop).ConfigureAwait(false);
        foreach (var resource in DemoResources.All)
        {
            var input = new { id = resource.Id, name = resource.Id, siteId = resource.Site, host = resource.Host, targets = resource.Targets };
            if (await administrator.CallAsync(HttpMethod.Post, "/resources", input, stop).ConfigureAwait(false) is null)
                await administrator.CallAsync(HttpMethod.Put, $"/resources/{resource.Id}", input, stop).ConfigureAwait(false);
            if (resource.Methods.Count > 0)
                await administrator.CallAsync(HttpMethod.Put, $"/resources/{resource.Id}/sign-in", PolicyOf(resource, accounts), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Creates an API key, and revokes those of earlier starts.</summary>
    public static async Task<string> CreateKeyAsync(DemoAdministrator administrator, CancellationToken stop)
    {
        foreach (var key in (await administrator.CallAsync(HttpMethod.Get, "/api-keys", null, stop).ConfigureAwait(false))!.Value.GetProperty("items").EnumerateArray())
        {
            if (key.GetProperty("name").GetString() == KeyName)
                await administrator.CallAsync(HttpMethod.Delete, $"/api-keys/{key.GetProperty("id").GetString()}", null, stop).ConfigureAwait(false);
        }
        return (await administrator.CallAsync(HttpMethod.Post, "/api-keys", new { name = KeyName }, stop).ConfigureAwait(false))!.Value.GetProperty("text").GetString()!;
    }

    private static async Task CreateUserAsync(DemoAdministrator administrator, string name, string password, CancellationToken stop)
    {
        if (await administrator.CallAsync(HttpMethod.Post, "/users", new { name, password, role = "member" }, stop).ConfigureAwait(false) is not null)
            return;
        var users = (await administrator.CallAsync(HttpMethod.Get, "/users", null, stop).ConfigureAwait(false))!.Value;
        var id = users.GetProperty("items").EnumerateArray().First(user => user.GetProperty("name").GetString() == name).GetProperty("id").GetString();
        await administrator.CallAsync(HttpMethod.Put, $"/users/{id}/password", new { password }, stop).ConfigureAwait(false);
    }

    private static object PolicyOf(DemoResource resource, DemoAccounts accounts) => resource.Methods[0] switch
    {
        "password" => new { methods = resource.Methods, password = accounts.Files },
        "header_auth" => new { methods = resource.Methods, headerUser = DemoResources.HeaderUser, headerPassword = accounts.Header },
        _ => new { methods = resource.Methods },
    };
}
