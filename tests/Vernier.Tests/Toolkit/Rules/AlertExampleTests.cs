using Vernier.Catalogue;
using Vernier.Host.Commands;
using Vernier.Toolkit.Rules;

namespace Vernier.Tests.Toolkit.Rules;

/// <summary>promtool runs the examples; here is only that they are there.</summary>
public class AlertExampleTests
{
    public static TheoryData<string> Alerts => [.. All.Select(alert => alert.Name)];

    private static IEnumerable<AlertDefinition> All =>
        GenerateCommand.Systems.Prepend(TargetAlerts.Catalogue).SelectMany(catalogue => new SystemRules(catalogue).Alerts);

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_Each_HasAnExampleInWhichItFiresAndOneInWhichItIsSilent(string name)
    {
        IReadOnlyList<AlertTest> tests = All.Single(alert => alert.Name == name).Tests;

        tests.ShouldContain(test => test.Firing > 0);
        tests.ShouldContain(test => test.Firing == 0);
    }
}
