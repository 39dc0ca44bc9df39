using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class StoredTextTests
{
    // Attributes cannot contain unpaired surrogates.
    public static TheoryData<string, string> Texts => new()
    {
        { "", "" },
        { "plain äöü 漢字 😀\n\t", "plain äöü 漢字 😀\n\t" },
        { "a\0b", "a\uFFFDb" },
        { "\uD83D", "\uFFFD" },
        { "\uDE00x", "\uFFFDx" },
        { "\uD83D\uD83D\uDE00", "\uFFFD\uD83D\uDE00" },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Clean_Text_ReplacesWhatCannotBeStored(string text, string cleaned)
    {
        StoredText.Clean(text).ShouldBe(cleaned);
        StoredText.IsStorable(text).ShouldBe(text == cleaned);
        StoredText.IsStorable(cleaned).ShouldBeTrue();
    }
}
