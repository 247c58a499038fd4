#!/bin/sh
# Makes the fixtures of this folder with Debian 12's ffmpeg 5.1.9 (x264 164, x265 3.5, libvpx 1.12, libaom 3.6).
set -eu
cd "$(dirname "$0")"
ff() { ffmpeg -hide_banner -loglevel error -y "$@"; }
src="-f lavfi -i testsrc2=size=160x120:rate=25:duration"

ff $src=2.4 -c:v libx264 -g 12 -bf 3 -b_strategy 0 -crf 36 -pix_fmt yuv420p h264-bframes.mp4
ff $src=2.4 -c:v libx264 -x264-params open-gop=1:keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0 -crf 36 -pix_fmt yuv420p h264-open-gop.mkv
# Begins at a recovery point whose leading pictures refer to what was cut off.
ff -ss 1.0 -i h264-open-gop.mkv -c copy h264-open-gop-cut.mkv
ff $src=2.4 -c:v libx264 -x264-params open-gop=1:keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0 -crf 36 -pix_fmt yuv420p h264-open-gop.mp4
ff $src=1.6 -c:v libx264 -x264-params intra-refresh=1:keyint=10:bframes=0 -crf 36 -pix_fmt yuv420p h264-intra-refresh.mp4
ff $src=1.6 -c:v libx264 -flags +ildct+ilme -x264-params tff=1:keyint=12:bframes=2 -crf 36 -pix_fmt yuv420p h264-interlaced.mp4
ff $src=1.6 -c:v libx264 -g 12 -bf 3 -crf 36 -pix_fmt yuv420p h264-bframes.avi
ff $src=1.6 -c:v libx264 -g 12 -bf 2 -crf 36 -pix_fmt yuv420p -output_ts_offset 7.3 h264-late-start.mkv
ff $src=2.4 -vf "select='not(mod(n,3))+not(mod(n,7))'" -fps_mode vfr -c:v libx264 -g 10 -bf 2 -crf 36 -pix_fmt yuv420p h264-variable-rate.mkv
# Copied from the middle of a group of pictures: an edit list hides the first ones.
ff -ss 0.72 -i h264-bframes.mp4 -t 1.2 -c copy h264-edit-list.mp4
ff $src=0.8 -c:v libx264 -g 8 -bf 2 -crf 36 -pix_fmt yuv420p turned.tmp.mp4
ff -i turned.tmp.mp4 -c copy -metadata:s:v rotate=90 h264-turned.mp4
rm turned.tmp.mp4
ff $src=1.6 -f lavfi -i sine=frequency=440:duration=1.6 -c:v libx264 -g 12 -bf 3 -crf 36 -pix_fmt yuv420p -c:a aac -b:a 32k h264-sound.mov
ff $src=2.4 -c:v libx265 -x265-params log-level=error:keyint=12:min-keyint=12:bframes=3:open-gop=1 -crf 34 -pix_fmt yuv420p -tag:v hvc1 hevc-open-gop.mp4
ff -ss 1.0 -i hevc-open-gop.mp4 -c copy -avoid_negative_ts make_zero hevc-open-gop-cut.mkv
ff $src=1.6 -c:v libvpx -g 15 -auto-alt-ref 1 -lag-in-frames 16 -arnr-maxframes 7 -b:v 60k -quality good -cpu-used 2 vp8-alt-ref.webm
ff $src=1.6 -c:v libvpx-vp9 -g 15 -auto-alt-ref 1 -lag-in-frames 16 -b:v 60k -quality good -cpu-used 4 vp9-alt-ref.webm
ff $src=1.0 -c:v libaom-av1 -g 10 -cpu-used 8 -crf 45 -b:v 0 av1.mkv
ff $src=1.0 -c:v libaom-av1 -g 10 -cpu-used 8 -crf 45 -b:v 0 av1.mp4
ff $src=1.6 -c:v mpeg4 -g 12 -bf 2 -q:v 12 mpeg4-bframes.avi
ff $src=1.6 -c:v mpeg4 -g 12 -bf 2 -q:v 12 mpeg4-bframes.mp4
ff $src=0.6 -c:v mjpeg -q:v 12 -pix_fmt yuvj420p mjpeg.avi

one="-f lavfi -i testsrc2=size=61x47:rate=1:duration=1 -frames:v 1 -update 1"
odd=scale=61:47:flags=neighbor
ff $one -vf $odd -q:v 3 -pix_fmt yuvj444p colour.jpg
ff $one -vf $odd,format=gray -q:v 3 grey.jpg
ff -f lavfi -i "testsrc2=size=61x47:alpha=128:rate=1:duration=1" -frames:v 1 -update 1 -vf $odd -pix_fmt rgba alpha.png
ff $one -vf $odd -pix_fmt rgb48be deep.png
ff $one -vf $odd -c:v libwebp -lossless 1 picture.webp
ff $one -vf $odd -pix_fmt bgr24 picture.bmp
ff $one -vf $odd -pix_fmt rgb24 picture.tiff

# The sample table comes first; then the end is missing.
ff -i h264-bframes.mp4 -c copy -movflags +faststart h264-faststart.mp4
head -c $(($(stat -c %s h264-faststart.mp4) * 6 / 10)) h264-faststart.mp4 >h264-faststart-cut.mp4

# One colour, by each matrix and range: matrix as the stream tells it, range, matrix as the scaler calls it.
colour() {
    ff -f lavfi -i "color=0xC83C28:size=64x64:duration=0.2,format=rgb24,scale=out_color_matrix=$3:out_range=$2,format=yuv420p" \
        -c:v libx264 -crf 10 -colorspace "$1" -color_range "$2" "colour-$1-$2.mp4"
}
colour bt709 tv bt709
colour smpte170m tv bt601
colour bt709 pc bt709
colour bt2020nc tv bt2020

# What is not taken.
small="-f lavfi -i testsrc2=size=64x48:duration=0.4"
for end in gif flv ts; do ff $small "refused.$end"; done
ff -f lavfi -i sine=duration=0.5 -b:a 32k refused.mp3
ff $small -c:v msmpeg4v2 refused-codec.avi
ff -f lavfi -i sine=duration=0.5 -c:a aac -b:a 32k sound-alone.mp4
