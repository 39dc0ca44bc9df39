namespace Vernier.AiOrchestrator;

/// <summary>What a user may do; each role includes the earlier ones. In JSON and in tokens: USER, WORKFLOW_MANAGER, ADMIN.</summary>
internal enum Role
{
    /// <summary>Starts runs, and sees only its own.</summary>
    User,

    /// <summary>Sees all runs and resets circuit breakers.</summary>
    WorkflowManager,

    /// <summary>Administers users, secrets and connections.</summary>
    Admin,
}

/// <summary>The names of the roles in tokens, in the database and in the configuration.</summary>
internal static class RoleNames
{
    public const string User = "USER";
    public const string WorkflowManager = "WORKFLOW_MANAGER";
    public const string Admin = "ADMIN";

    public static string Of(Role role) => role switch
    {
        Role.Admin => Admin,
        Role.WorkflowManager => WorkflowManager,
        _ => User,
    };

    /// <summary>Returns the role of a name; null if the name is unknown.</summary>
    public static Role? TryParse(string? name) => name switch
    {
        Admin => Role.Admin,
        WorkflowManager => Role.WorkflowManager,
        User => Role.User,
        _ => null,
    };
}
