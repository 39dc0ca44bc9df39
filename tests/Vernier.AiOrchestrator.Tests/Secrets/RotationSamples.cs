namespace Vernier.AiOrchestrator.Tests.Secrets;

/// <summary>The rotation metrics of a host.</summary>
internal static class RotationSamples
{
    public static double RotationAttempts(this OrchestratorHost host) => host.Sum("orchestrator_vault_secret_rotation_total");

    public static double RotationFailures(this OrchestratorHost host) => host.Sum("orchestrator_vault_secret_rotation_failure_total");

    /// <summary>The Unix time of the last rotation of the only secret.</summary>
    public static double LastRotation(this OrchestratorHost host) => host.Sum("orchestrator_vault_secret_last_rotation_timestamp");

    private static double Sum(this OrchestratorHost host, string name)
    {
        var samples = host.Scrape().Samples.Where(sample => sample.Name == name).ToList();
        samples.ShouldNotBeEmpty(name);
        return samples.Sum(sample => sample.Value);
    }
}
