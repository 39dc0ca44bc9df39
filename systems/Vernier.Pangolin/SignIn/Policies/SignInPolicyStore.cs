using System.Text.Json;
using System.Text.Json.Serialization;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>The table of sign-in policies. A resource without a row requires no sign-in.</summary>
internal sealed class SignInPolicyStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_sign_in(
            resource_id text PRIMARY KEY REFERENCES pangolin_resources(id) ON DELETE CASCADE, policy text NOT NULL);
        """);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(allowIntegerValues: false) } };

    /// <summary>Returns the policies of all resources, also of those without a row.</summary>
    public Task<IReadOnlyList<PolicyRow>> ReadAsync(CancellationToken cancellation) => database.ReadAsync(session => session.QueryAsync<PolicyRow>(
        "SELECT r.id AS resource_id, p.policy FROM pangolin_resources r LEFT JOIN pangolin_sign_in p ON p.resource_id = r.id"), cancellation);

    /// <summary>Returns the policy of a resource, and locks it until the end of the transaction.</summary>
    /// <exception cref="JsonException">The stored policy is invalid.</exception>
    public async Task<SignInPolicy> LockAsync(DatabaseSession session, string resourceId) => Parse(await session.FirstOrDefaultAsync<string>(
        $"SELECT policy FROM pangolin_sign_in WHERE resource_id = @Id {database.ForUpdate}", new { Id = resourceId }).ConfigureAwait(false));

    public static Task WriteAsync(DatabaseSession session, string resourceId, SignInPolicy policy) => session.ExecuteAsync(
        "INSERT INTO pangolin_sign_in(resource_id, policy) VALUES (@Id, @Policy) ON CONFLICT (resource_id) DO UPDATE SET policy = @Policy",
        new { Id = resourceId, Policy = JsonSerializer.Serialize(policy, Json) });

    /// <exception cref="JsonException">The text is invalid.</exception>
    public static SignInPolicy Parse(string? text) => text is null ? SignInPolicy.None : JsonSerializer.Deserialize<SignInPolicy>(text, Json) ?? SignInPolicy.None;
}

/// <summary>The policy of a resource, as stored.</summary>
internal sealed record PolicyRow
{
    public string ResourceId { get; init; } = "";

    /// <summary>The JSON of the policy; null if no sign-in is required.</summary>
    public string? Policy { get; init; }
}
