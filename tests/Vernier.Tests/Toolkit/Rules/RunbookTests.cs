using Vernier.Host.Commands;
using Vernier.Tests.Architecture;
using Vernier.Toolkit.Rules;

namespace Vernier.Tests.Toolkit.Rules;

public class RunbookTests
{
    public static TheoryData<string, string> Runbooks =>
        [.. GenerateCommand.Systems.Prepend(TargetAlerts.Catalogue).SelectMany(catalogue => new SystemRules(catalogue).Alerts).Select(alert => (alert.Name, alert.Runbook))];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Alert_Each_HasItsSectionInARunbook(string name, string runbook)
    {
        string[] parts = runbook.Split('#');

        File.ReadLines(Path.Combine(Repository.Root, parts[0])).Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line[3..].ToLowerInvariant().Replace(' ', '-')).ShouldContain(parts[1], name);
    }
}
