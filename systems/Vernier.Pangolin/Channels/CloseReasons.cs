namespace Vernier.Pangolin.Channels;

/// <summary>Why a server or a site closes a tunnel.</summary>
internal static class CloseReasons
{
    /// <summary>The server or the site is stopping. A site connects again.</summary>
    public const string Shutdown = "shutdown";

    /// <summary>Another connection of the same site was opened.</summary>
    public const string Replaced = "replaced";

    /// <summary>The site was deleted.</summary>
    public const string SiteDeleted = "site_deleted";

    /// <summary>The secret of the site was changed.</summary>
    public const string SecretChanged = "secret_changed";

    /// <summary>An administrator closed the connection. A site connects again.</summary>
    public const string Administrator = "administrator";
}
