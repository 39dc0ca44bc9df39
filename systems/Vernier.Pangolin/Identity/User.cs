namespace Vernier.Pangolin.Identity;

/// <summary>What a user may do.</summary>
internal enum UserRole
{
    /// <summary>Signs in to resources, and changes its own password.</summary>
    Member,

    /// <summary>Administers the server.</summary>
    Admin,
}

/// <summary>A user of this server.</summary>
/// <param name="Id">The identifier, which never changes and is never used again.</param>
/// <param name="Name">The unique name, in lower case.</param>
/// <param name="Email">The e-mail address, in lower case; null if it is not known.</param>
/// <param name="Role">The role.</param>
/// <param name="Created">When the user was created.</param>
internal sealed record User(string Id, string Name, string? Email, UserRole Role, DateTimeOffset Created);
