namespace Vernier.AiOrchestrator;

/// <summary>The routes of AI Orchestrator.</summary>
internal static class AiOrchestratorEndpoints
{
    public const string Runs = "/api/runs";
    public const string Budget = "/api/budget";
    public const string Auth = "/api/auth";
    public const string OAuth2 = Auth + "/oauth2";
    public const string Metrics = "/api/metrics";
    public const string Grafts = "/api/grafts";
    public const string Admin = "/api/admin";
    public const string Users = Admin + "/users";
    public const string Secrets = Admin + "/secrets";
    public const string Actuator = "/actuator";
    public const string Prometheus = Actuator + "/prometheus";
    public const string Hub = "/ws/runs";
}
