using System.Diagnostics;

namespace Vernier.Tests.Families;

public class ExemplarTests
{
    [Theory]
    [InlineData("")]
    [InlineData("9")]
    [InlineData("trace-id")]
    [InlineData("trace_id\n")]
    public void New_BadLabelName_Throws(string name) =>
        Should.Throw<ArgumentException>(() => new Exemplar(KeyValuePair.Create(name, "x"))).Message.ShouldContain($"'{name}' is not a valid label name");

    [Fact]
    public void New_SameLabelTwice_Throws() =>
        Should.Throw<ArgumentException>(() => new Exemplar(new("a", "1"), new("a", "2"))).Message.ShouldContain("Duplicate label 'a'");

    [Theory]
    [InlineData("id", 126)]
    [InlineData("trace_id", 120)]
    public void New_128Characters_IsValid(string name, int length)
    {
        new Exemplar(KeyValuePair.Create(name, new string('x', length))).Labels.ShouldHaveSingleItem();
        Should.Throw<ArgumentException>(() => new Exemplar(KeyValuePair.Create(name, new string('x', length + 1)))).Message.ShouldContain("129 characters; the maximum is 128");
    }

    [Fact]
    public void New_SurrogatePairs_CountOnceEach()
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 126));
        new Exemplar(KeyValuePair.Create("id", emoji)).Labels[0].Value.ShouldBe(emoji);
        Should.Throw<ArgumentException>(() => new Exemplar(KeyValuePair.Create("id", emoji + "x")));
    }

    [Fact]
    public void New_SeveralLabels_CountTogether()
    {
        new Exemplar(new("a", new string('x', 63)), new("b", new string('x', 63))).Labels.Count.ShouldBe(2);
        Should.Throw<ArgumentException>(() => new Exemplar(new("a", new string('x', 63)), new("b", new string('x', 64))));
    }

    [Fact]
    public void New_CallerChangesItsArray_KeepsTheLabels()
    {
        KeyValuePair<string, string>[] labels = [new("a", "1")];
        var exemplar = new Exemplar(labels);
        labels[0] = new("b", "2");
        exemplar.Labels[0].Key.ShouldBe("a");
    }

    [Fact]
    public void FromActivity_None_IsNull() => Exemplar.FromActivity(null).ShouldBeNull();

    [Fact]
    public void FromActivity_HierarchicalId_IsNull()
    {
        var activity = new Activity("a") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        activity.SetIdFormat(ActivityIdFormat.Hierarchical);
        activity.Start();
        Exemplar.FromActivity(activity).ShouldBeNull();
        activity.Stop();
    }
}
