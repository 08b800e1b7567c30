//! The list of a document's chunks, in groups: a copy is one pointer, an edit touches one group,
//! and finding a chunk by its place adds up groups, not chunks.

use std::sync::Arc;

use crate::syntax::Blocks;

/// A piece of the text that is parsed by itself.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Bytes of text.
    pub len: usize,
    /// What stands in it, by offsets from its start. `None` while it waits to be parsed. The same
    /// pointer means the same text, so that what was derived from it still holds.
    pub blocks: Option<Arc<Blocks>>,
}

/// At most this many chunks stand in a group; a fuller one is cut in halves.
const GROUP: usize = 64;

/// Some chunks that follow each other. The same pointer means the same text.
#[derive(Clone, Debug, Default)]
pub struct Group {
    // Invariant: the sum of the chunks' lengths.
    len: usize,
    // Invariant: how many of the chunks wait to be parsed.
    stale: usize,
    chunks: Vec<Chunk>,
}

impl Group {
    fn new(chunks: Vec<Chunk>) -> Self {
        Self {
            len: chunks.iter().map(|chunk| chunk.len).sum(),
            stale: chunks.iter().filter(|chunk| chunk.blocks.is_none()).count(),
            chunks,
        }
    }

    /// Bytes of text.
    pub fn len(&self) -> usize {
        self.len
    }

    /// A group holds at least one chunk.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }
}

/// Which chunk: its group and its place in the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChunkIndex {
    pub group: usize,
    pub chunk: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Chunks {
    groups: Arc<Vec<Arc<Group>>>,
}

impl Chunks {
    pub fn groups(&self) -> &[Arc<Group>] {
        &self.groups
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    pub fn get(&self, index: ChunkIndex) -> Option<&Chunk> {
        self.groups.get(index.group)?.chunks.get(index.chunk)
    }

    /// The chunk that holds the byte at `offset`, and where it starts; past the end the last one.
    pub fn at(&self, offset: usize) -> Option<(ChunkIndex, usize)> {
        let mut start = 0;
        for (group, it) in self.groups.iter().enumerate() {
            if offset < start + it.len || group + 1 == self.groups.len() {
                for (chunk, it_chunk) in it.chunks.iter().enumerate() {
                    if offset < start + it_chunk.len || chunk + 1 == it.chunks.len() {
                        return Some((ChunkIndex { group, chunk }, start));
                    }
                    start += it_chunk.len;
                }
            }
            start += it.len;
        }
        None
    }

    /// The first chunk at or after `from` that waits to be parsed, and where it starts.
    pub fn first_stale(&self, from: usize) -> Option<(ChunkIndex, usize)> {
        let mut group_start = 0;
        for (group, it) in self.groups.iter().enumerate() {
            if it.stale > 0 && group_start + it.len > from {
                let mut start = group_start;
                for (chunk, it) in it.chunks.iter().enumerate() {
                    if it.blocks.is_none() && start >= from {
                        return Some((ChunkIndex { group, chunk }, start));
                    }
                    start += it.len;
                }
            }
            group_start += it.len;
        }
        None
    }

    /// The bytes in chunks that wait to be parsed.
    pub fn stale_len(&self) -> usize {
        let stale = self.groups.iter().filter(|group| group.stale > 0).flat_map(|group| &group.chunks);
        stale.filter(|chunk| chunk.blocks.is_none()).map(|chunk| chunk.len).sum()
    }

    pub fn next(&self, index: ChunkIndex) -> Option<ChunkIndex> {
        let inside = ChunkIndex { chunk: index.chunk + 1, ..index };
        let after = ChunkIndex { group: index.group + 1, chunk: 0 };
        [inside, after].into_iter().find(|index| self.get(*index).is_some())
    }

    pub fn previous(&self, index: ChunkIndex) -> Option<ChunkIndex> {
        match (index.group, index.chunk) {
            (0, 0) => None,
            (group, 0) => Some(ChunkIndex { group: group - 1, chunk: self.groups[group - 1].chunks.len() - 1 }),
            (group, chunk) => Some(ChunkIndex { group, chunk: chunk - 1 }),
        }
    }

    /// Puts `chunks` in the place of those from `first` to `last`, both included; into an empty
    /// list they are just put.
    pub fn splice(&mut self, first: ChunkIndex, last: ChunkIndex, chunks: Vec<Chunk>) {
        let groups = Arc::make_mut(&mut self.groups);
        if groups.is_empty() {
            groups.extend(grouped(chunks));
            return;
        }
        if first == last && chunks.len() == 1 {
            let group = Arc::make_mut(&mut groups[first.group]);
            let (old, new) = (&group.chunks[first.chunk], &chunks[0]);
            group.len = group.len - old.len + new.len;
            group.stale = group.stale - usize::from(old.blocks.is_none()) + usize::from(new.blocks.is_none());
            group.chunks.splice(first.chunk..=first.chunk, chunks);
            return;
        }
        let mut all = groups[first.group].chunks[..first.chunk].to_vec();
        all.extend(chunks);
        all.extend_from_slice(&groups[last.group].chunks[last.chunk + 1..]);
        // Groups do not stay small for ever: one that shrank joins its neighbour.
        let mut range = first.group..last.group + 1;
        if all.len() < GROUP / 4 && range.end < groups.len() {
            all.extend_from_slice(&groups[range.end].chunks);
            range.end += 1;
        }
        groups.splice(range, grouped(all));
    }
}

/// Groups of even size, none over [`GROUP`].
fn grouped(chunks: Vec<Chunk>) -> Vec<Arc<Group>> {
    let count = chunks.len().div_ceil(GROUP);
    let size = chunks.len().div_ceil(count.max(1)).max(1);
    let mut rest = chunks.into_iter();
    std::iter::from_fn(|| {
        let next: Vec<_> = rest.by_ref().take(size).collect();
        (!next.is_empty()).then(|| Arc::new(Group::new(next)))
    })
    .collect()
}
