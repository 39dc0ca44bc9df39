using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Sources;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Lint;

/// <summary>
/// The file of known deviations: a YAML list of <c>rule</c>, <c>where</c> and <c>reason</c>. <c>where</c> is what a finding is about
/// (<c>metric shop_orders</c>) or its last word, and <c>*</c> in it stands for any text.
/// </summary>
internal sealed class Deviations
{
    private static readonly string[] Keys = ["rule", "where", "reason"];

    private readonly List<(LintRule Rule, Regex Where, string Reason, LintPlace Place)> _entries = [];
    private readonly List<LintFinding> _findings = [];

    public static Deviations Read(string file)
    {
        var deviations = new Deviations();
        var name = SourcePath.Relative(file);
        try
        {
            deviations.Read(YamlFile.Read(name, File.ReadAllText(file)));
        }
        catch (Exception exception) when (SourcePath.IsUnreadable(exception))
        {
            deviations._findings.Add(new(LintRules.DeviationsForm, new(name, 0, 0, ""), SourcePath.WhyUnreadable(file, exception), "Correct the path, or let it be read."));
        }
        return deviations;
    }

    /// <summary>The findings with their reasons, and what is to be said of the file itself.</summary>
    public IReadOnlyList<LintFinding> Apply(IReadOnlyList<LintFinding> findings)
    {
        var used = new HashSet<LintPlace>();
        var told = new List<LintFinding>(_findings);
        foreach (var finding in findings)
        {
            var subject = finding.Place.Subject;
            var known = _entries.FirstOrDefault(entry => entry.Rule == finding.Rule && (entry.Where.IsMatch(subject) || entry.Where.IsMatch(subject.Split(' ')[^1])));
            if (known.Rule is not null)
                used.Add(known.Place);
            told.Add(known.Rule is null ? finding : finding with { Deviation = known.Reason });
        }
        told.AddRange(_entries.Where(entry => !used.Contains(entry.Place))
            .Select(entry => new LintFinding(LintRules.DeviationUnused, entry.Place, $"Nothing that was checked deviates from {entry.Rule} there.", "Take it out, or correct where.")));
        return told;
    }

    private void Read(YamlFile yaml)
    {
        _findings.AddRange(yaml.Findings);
        if (yaml.Root is null)
            return;
        if (yaml.Root is not YamlSequenceNode list)
        {
            yaml.Report(LintRules.DeviationsForm, yaml.Root, "", "Known deviations are a list.", "Write - rule: …, where: …, reason: … for each.");
            list = [];
        }
        foreach (var item in list)
            ReadEntry(yaml, item);
        _findings.AddRange(yaml.Findings.Except(_findings));
    }

    private void ReadEntry(YamlFile yaml, YamlNode item)
    {
        var texts = (item as YamlMappingNode)?.Children.ToDictionary(pair => (pair.Key as YamlScalarNode)?.Value ?? $"the key in line {pair.Key.Start.Line}", pair => (pair.Value as YamlScalarNode)?.Value ?? "") ?? [];
        string[] problems =
        [
            .. Keys.Where(key => string.IsNullOrWhiteSpace(texts.GetValueOrDefault(key))).Select(key => $"{key} is missing"),
            .. texts.Keys.Except(Keys).Select(key => $"{key} is no key of it"),
        ];
        var rule = LintRules.All.FirstOrDefault(known => known.Id == texts.GetValueOrDefault("rule"));
        if (problems.Length > 0)
            yaml.Report(LintRules.DeviationsForm, item, "", $"A known deviation is not complete: {string.Join(", ", problems)}.", "Write rule, where and reason.");
        else if (rule is null)
            yaml.Report(LintRules.DeviationsForm, item, "", $"There is no rule {texts["rule"]}.", "docs/linter.md lists the rules.");
        else if (rule.CannotDeviate)
            yaml.Report(LintRules.DeviationsForm, item, "", $"{rule} cannot be a known deviation: what cannot be read cannot be judged.", "Mend it.");
        else
            _entries.Add((rule, new Regex($"^{Regex.Escape(texts["where"]).Replace("\\*", ".*")}$", RegexOptions.NonBacktracking), texts["reason"], yaml.At(item.Start, $"deviation {rule}")));
    }
}
