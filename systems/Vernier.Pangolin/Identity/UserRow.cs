namespace Vernier.Pangolin.Identity;

/// <summary>A row of the table of users. Not a record, whose text would contain the hash of the password.</summary>
internal sealed class UserRow
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Email { get; init; }

    public string Role { get; init; } = "";

    public string PasswordHash { get; init; } = "";

    public long Created { get; init; }

    public User ToUser() => new(Id, Name, Email, Enum.Parse<UserRole>(Role), DateTimeOffset.FromUnixTimeMilliseconds(Created));
}
