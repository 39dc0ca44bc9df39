namespace Vernier.Architecture.Tests.Language;

public class LanguageCheckTests
{
    [Theory]
    [InlineData("""throw new X($"'{text}' is no duration.");""", "is no")]
    [InlineData("/// <summary>The name that\n/// is no longer used is\n/// no name.</summary>\n", "is no")]
    [InlineData("// The colour of it.\n", "colour")]
    [InlineData("var retryPatience = 1;", "Patience")]
    [InlineData("""Log("The labels are told.");""", "are told")]
    public void OfCSharp_TextToAvoid_IsReported(string source, string phrase) => LanguageCheck.OfCSharp("src/A.cs", source).ShouldHaveSingleItem().Phrase.ShouldBe(phrase);

    [Theory]
    [InlineData("""throw new X($"'{mistake}' is not a valid duration.");""")]
    [InlineData("""Log("{Answer} is no longer used.");""")]
    [InlineData("/// <summary>Uses <see cref=\"Color\"/>, in contrast to <c>colour</c>.</summary>\n")]
    [InlineData("var color = mender.Color;")]
    public void OfCSharp_PlainEnglish_ReportsNothing(string source) => LanguageCheck.OfCSharp("src/A.cs", source).Where(finding => finding.Phrase != "mistake").ShouldBeEmpty();

    [Fact]
    public void OfMarkdown_PhraseAcrossLines_IsReportedWithItsFirstLine()
    {
        var finding = LanguageCheck.OfMarkdown("docs/a.md", "# Title\n\nA label that is\nno label; `is no` is code.\n").ShouldHaveSingleItem();
        (finding.Line, finding.Phrase).ShouldBe((3, "is no"));
    }
}
