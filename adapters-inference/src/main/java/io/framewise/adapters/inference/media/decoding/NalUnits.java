package io.framewise.adapters.inference.media.decoding;

/** Walks over the NAL units of an H.264 or H.265 packet, with lengths (ISO/IEC 14496-15) or start codes (Annex B). */
final class NalUnits {

    private final byte[] bytes;
    private final int size;
    private final int lengthSize;
    private int start;
    private int end;

    /** @param lengthSize bytes of each length, 0 for start codes */
    NalUnits(byte[] bytes, int size, int lengthSize) {
        this.bytes = bytes;
        this.size = size;
        this.lengthSize = lengthSize;
    }

    /** Goes to the next unit; false at the end of what is known of the packet. */
    boolean next() {
        return lengthSize > 0 ? nextByLength() : nextByStartCode();
    }

    private boolean nextByLength() {
        if (size - end <= lengthSize) {
            return false;
        }
        long length = 0;
        for (int i = 0; i < lengthSize; i++) {
            length = length << 8 | bytes[end + i] & 0xFF;
        }
        start = end + lengthSize;
        end = (int) Math.min(size, start + length);
        return start < end;
    }

    private boolean nextByStartCode() {
        start = afterStartCode(end);
        if (start >= size) {
            return false;
        }
        int next = afterStartCode(start);
        end = next < size ? next - 3 : size;
        return true;
    }

    private int afterStartCode(int from) {
        for (int i = from; i + 3 < size; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                return i + 3;
            }
        }
        return size;
    }

    /** Known bytes of the unit. */
    int length() {
        return end - start;
    }

    /** A byte of the unit, 0 behind its known end. */
    int byteAt(int place) {
        return start + place < end ? bytes[start + place] : 0;
    }
}
